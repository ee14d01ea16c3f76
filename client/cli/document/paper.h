/* Papers (公文): texts from templates (client/cli/data/paper_*.txt), written as .docx, laid out as
 * GB/T 9704 asks, or as .html to be printed. A template has a paragraph a line; how it begins says
 * what it is:
 *	!  发文机关标志, red      -  文号, centred      =  the title, once      @  主送机关
 *	#  a heading              >  set to the right   ?  left out if a place of it is empty
 * {name} is replaced by the value of that name; a template without its value is an error. A value
 *of several lines makes several paragraphs. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/cli/document/fill.h"

struct cli;

/* Values are plain texts; `values` ends with a NULL name. 0, a verdict that was reported (the
 * file's name ends in neither .docx nor .html, or it cannot be written), or -errno. */
int paper_write(struct cli *c, struct bytes template_, const struct document_value *values,
		const char *path);
/* A page whose body is written already, in the style of papers. 0 or -errno. */
int paper_save_html(const char *path, const char *title, const char *body);
/* As sentences have it: "2020年3月2日", or "2020-3-2" if not Chinese; "" for 0. `buf` holds
 * TEXT_ROOM bytes. Returns buf. */
const char *paper_day(uint32_t ymd, bool chinese, char *buf);
/* The text in Chinese with its arguments; malloc'ed, NULL: no memory. */
char *paper_text(const char *code, const char *const *arg, size_t n_arg);
#define PAPER_TEXT(code, ...)                                                                      \
	paper_text(code, (const char *const[]){__VA_ARGS__},                                       \
		   sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))
/* The names with 、 between them; malloc'ed, NULL: no memory. */
char *paper_list(char *const *name, size_t n);
/* Does --out name a paper's file: .docx or .html? */
bool paper_wanted(const struct cli *c);
/* The day on the paper: of --on, else the daemon's today. It asks the daemon, so what it answered
 * before is not c->reply any more. 0, or a verdict that was reported. */
int paper_on(struct cli *c, uint32_t *ret_ymd);
#define PAPER_ON_OPTION                                                                            \
	{                                                                                          \
		"on", "DATE", "the day on the paper; today if not given (成文日期)"            \
	}
