/* Writes a table as a .docx file: a title, a first sentence, and the rows in tables. */
#pragma once

struct print_table;

/* `title` is that of a table without one. 0 or -errno (document.h); on failure the file may be
 * incomplete. */
int out_docx(const char *path, const struct print_table *t, const char *title);
