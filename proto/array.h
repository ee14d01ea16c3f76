/* The number of elements of an array (not of a pointer). */
#pragma once

#define COUNT(array) (sizeof(array) / sizeof *(array))
