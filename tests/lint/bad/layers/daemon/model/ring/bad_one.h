#pragma once

#include "model/ring/bad_two.h"
