#include "../store/db.h"
