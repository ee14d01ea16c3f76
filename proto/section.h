/* Tables that the linker assembles: a row is registered where it is defined, so that a new fold,
 * handler or verb needs no change to a central list. A row is a pointer in an ELF section named
 * after the table. A program without any row of a table still links: the section's bounds are
 * weak symbols, and the loop then runs zero times. */
#pragma once

#define SECTION_ROW(table, type, row)                                                              \
	static const type *const table##_ptr_##row                                                 \
	    __attribute__((section(#table), used, aligned(sizeof(void *)))) = &(row)

#define SECTION_DECLARE(table, type)                                                               \
	extern const type *const __start_##table[] __attribute__((weak));                          \
	extern const type *const __stop_##table[] __attribute__((weak))

#define SECTION_FOREACH(table, type, it)                                                           \
	for (const type *const *it = __start_##table; it < __stop_##table; it++)
