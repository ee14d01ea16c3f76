#include "text/money.h"
