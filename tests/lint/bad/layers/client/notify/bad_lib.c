#include "client/lib/core/file.h"
