/* SIGBUS: the disk could not give a page of a file that is mapped into memory (LMDB reads its data
 * so). The process cannot go on; it says so before it ends. */
#pragma once

/* `dir` is the store's folder. */
void bus_error_watch(const char *dir);
