#pragma once

#include "model/ring/bad_one.h"
