/* Pages for printing on A3 landscape, as SVG or as an HTML file: the chart of a chain (年度链条图),
 * or any table. The markup is written directly, without a graphics library. */
#pragma once

#include <stdio.h>

struct print_table;

/* The table as one page; the font is made smaller until it fits. */
void page_table_svg(const struct print_table *t, FILE *out);
/* The table as HTML, which may take several pages; each repeats the header. */
void page_table_html(const struct print_table *t, FILE *out);

/* Begins an <svg> of the page's size. Its unit is a hundredth of a millimetre. */
void page_svg_begin(FILE *out);

/* @page of its style is the only place that says how large a page is: what is put in fits between
 * the margins, and each <svg> is on a page of its own. */
void page_html_begin(const char *title, FILE *out);
void page_html_title(const char *title, FILE *out); /* as the page's heading */
void page_html_end(FILE *out);

/* Writes text for XML: & < > " are escaped. */
void page_text(const char *utf8, FILE *out);
