/* EMBED(name, "path") links a file into the program, between name_begin[] and name_end[]. CMake
 * adds the data folders to the assembler's search path and rebuilds when a file changes. */
#pragma once

#include "proto/bytes.h"

#define EMBED(name, path)                                                                          \
	__asm__(".pushsection .rodata\n"                                                           \
		".global " #name "_begin\n" #name "_begin:\n"                                      \
		".incbin \"" path "\"\n"                                                           \
		".global " #name "_end\n" #name "_end:\n"                                          \
		".byte 0\n"                                                                        \
		".popsection\n");                                                                  \
	extern const char name##_begin[];                                                          \
	extern const char name##_end[]

#define EMBEDDED(name) BYTES(name##_begin, (size_t)(name##_end - name##_begin))
