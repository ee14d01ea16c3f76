#include "model/ring/bad_two.h"

#include "model/ring/bad_three.h"
