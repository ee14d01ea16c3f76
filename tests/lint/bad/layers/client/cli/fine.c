#include "proto/wire.h"
#include "text/utf8.h"
