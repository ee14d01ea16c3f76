#include <lmdb.h>

#include "duban.h"
