/* Pages for the printer, A3 landscape: a chain's chart (年度链条图) and any table, as SVG, or
 * as an HTML file of such pages. Written by hand: no library of the system draws either. */
#pragma once

#include <stdio.h>

struct table;

/* A table as one page; its letters shrink until it fits. */
void page_table_svg(const struct table *t, FILE *out);
/* A table as HTML that breaks over pages, the head on each. */
void page_table_html(const struct table *t, FILE *out);

/* Opens an <svg> of the page's size, in hundredths of a millimetre. */
void page_svg_begin(FILE *out);

void page_html_begin(const char *title, FILE *out);
void page_html_end(FILE *out);
/* Between pages of an HTML file. */
void page_html_break(FILE *out);

/* Text in XML: & < > " are escaped. */
void page_text(const char *utf8, FILE *out);
