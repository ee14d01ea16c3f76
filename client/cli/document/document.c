#include "client/cli/document/document.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "client/cli/document/fill.h"
#include "client/cli/document/package.h"
#include "proto/cleanup.h"
#include "proto/embed.h"

EMBED(document_types, "document_types.xml");
EMBED(document_package, "document_package.xml");
EMBED(document_relations, "document_relations.xml");
EMBED(document_core, "document_core.xml");
EMBED(document_settings, "document_settings.xml");
EMBED(document_footer, "document_footer.xml");
EMBED(document_main, "document_main.xml");
EMBED(document_picture, "document_picture.xml");
EMBED(document_styles, "document_styles.xml");

/* A4 in twentieths of a point: the sheet, and its margins from GB/T 9704 (37 mm above, 35 below, 28
 * left, 26 right), of a turned sheet less. */
static const struct page {
	const char *width, *height, *orientation, *top, *right, *bottom, *left;
	size_t room; /* between the margins */
} upright = {"11906", "16838", "", "2098", "1474", "1984", "1588", 11906 - 1588 - 1474},
  turned = {"16838", "11906", " w:orient=\"landscape\"", "1588", "1134",
	    "1474",  "1134",  16838 - 1134 - 1134};

struct document_file {
	char name[64];
	struct bytes bytes;
};

struct document {
	const struct page *page;
	char *title; /* escaped; NULL: none yet */
	char *body;
	size_t body_size;
	FILE *out;		    /* of body */
	size_t *column;		    /* width of each column of the open table */
	struct document_file *file; /* the pictures */
	size_t files;
	int failed; /* -errno */
};

struct document *document_new(bool landscape)
{
	struct document *d = calloc(1, sizeof *d);
	if (!d)
		return NULL;
	d->page = landscape ? &turned : &upright;
	d->out = open_memstream(&d->body, &d->body_size);
	return d->out ? d : document_free(d);
}

struct document *document_free(struct document *d)
{
	if (!d)
		return NULL;
	if (d->out)
		(void)fclose(d->out);
	free(d->title);
	free(d->body);
	free(d->column);
	free(d->file);
	free(d);
	return NULL;
}

/* ---- texts */

static void put_escaped(struct document *d, FILE *out, const char *s)
{
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if (c == '&')
			(void)fputs("&amp;", out);
		else if (c == '<')
			(void)fputs("&lt;", out);
		else if (c == '>')
			(void)fputs("&gt;", out);
		else if (c < ' ' || c == 0x7F)
			d->failed = -EILSEQ;
		else
			(void)fputc(c, out);
	}
}

/* A run of text, broken at newlines and tabs. */
static void put_run(struct document *d, const char *text, const char *format)
{
	(void)fprintf(d->out, "<w:r>%s", format);
	for (const char *s = text; *s;) {
		size_t n = strcspn(s, "\n\t");
		_cleanup_free_ char *piece = strndup(s, n);
		if (!piece)
			d->failed = -ENOMEM;
		if (n > 0 && piece) {
			(void)fputs("<w:t xml:space=\"preserve\">", d->out);
			put_escaped(d, d->out, piece);
			(void)fputs("</w:t>", d->out);
		}
		s += n;
		if (*s)
			(void)fputs(*s++ == '\n' ? "<w:br/>" : "<w:tab/>", d->out);
	}
	(void)fputs("</w:r>", d->out);
}

static void put_paragraph(struct document *d, const char *style, const char *text)
{
	(void)fputs("<w:p>", d->out);
	if (style)
		(void)fprintf(d->out, "<w:pPr><w:pStyle w:val=\"%s\"/></w:pPr>", style);
	put_run(d, text, "");
	(void)fputs("</w:p>\n", d->out);
}

void document_title(struct document *d, const char *text)
{
	size_t size;
	FILE *out = open_memstream(&d->title, &size);
	if (out)
		put_escaped(d, out, text);
	if (!out || fclose(out) != 0)
		d->failed = -ENOMEM;
	put_paragraph(d, "Title", text);
}

void document_heading(struct document *d, const char *text)
{
	put_paragraph(d, "Heading1", text);
}

void document_paragraph(struct document *d, const char *text)
{
	put_paragraph(d, NULL, text);
}

void document_line(struct document *d, enum document_place place, const char *text)
{
	static const struct {
		const char *paragraph, *run;
	} formats[] = {
	    [DOCUMENT_HEAD] =
		{"<w:spacing w:after=\"560\" w:line=\"960\" w:lineRule=\"exact\"/><w:ind "
		 "w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"center\"/>",
		 "<w:rPr><w:rFonts w:eastAsia=\"方正小标宋简体\"/><w:color "
		 "w:val=\"FF0000\"/><w:sz w:val=\"72\"/><w:szCs w:val=\"72\"/></w:rPr>"},
	    [DOCUMENT_NUMBER] =
		{"<w:pBdr><w:bottom w:val=\"single\" w:sz=\"12\" w:space=\"4\" "
		 "w:color=\"FF0000\"/></w:pBdr><w:spacing w:after=\"560\"/><w:ind "
		 "w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"center\"/>",
		 ""},
	    [DOCUMENT_LEFT] = {"<w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/>", ""},
	    [DOCUMENT_RIGHT] =
		{"<w:ind w:rightChars=\"200\" w:right=\"640\" w:firstLineChars=\"0\" "
		 "w:firstLine=\"0\"/><w:jc w:val=\"right\"/>",
		 ""},
	};
	(void)fprintf(d->out, "<w:p><w:pPr>%s</w:pPr>", formats[place].paragraph);
	put_run(d, text, formats[place].run);
	(void)fputs("</w:p>\n", d->out);
}

/* ---- pictures */

/* Its parts: the file "word/media/…" and the relation that leads there. */
void document_picture(struct document *d, struct bytes picture, const char *ending,
		      const struct document_size *size)
{
	enum { EMU_A_TWIP = 635 };
	uint64_t width = d->page->room * EMU_A_TWIP, most = width * 3 / 4;
	uint64_t height = width * size->height / size->width;
	_cleanup_free_ char *xml = NULL;
	char number[24], file[48], wide[24], high[24];
	struct document_file *grown = realloc(d->file, (d->files + 1) * sizeof *grown);
	if (!grown) {
		d->failed = -ENOMEM;
		return;
	}
	d->file = grown;
	if (height > most) {
		width = width * most / height;
		height = most;
	}
	(void)snprintf(number, sizeof number, "%zu", d->files + 1);
	(void)snprintf(file, sizeof file, "media/%s.%s", number, ending);
	(void)snprintf(wide, sizeof wide, "%ju", (uintmax_t)width);
	(void)snprintf(high, sizeof high, "%ju", (uintmax_t)height);
	int r = document_fill(
	    EMBEDDED(document_picture),
	    (const struct document_value[]){
		{"number", number}, {"file", file}, {"width", wide}, {"height", high}, {}},
	    &xml);
	if (r != 0) {
		d->failed = r;
		return;
	}
	(void)fputs(xml, d->out);
	(void)snprintf(d->file[d->files].name, sizeof d->file->name, "word/%s", file);
	d->file[d->files++].bytes = picture;
}

/* ---- tables */

static void put_cell(struct document *d, size_t k, const char *style,
		     const struct document_cell *cell)
{
	(void)fprintf(d->out, "<w:tc><w:tcPr><w:tcW w:w=\"%zu\" w:type=\"dxa\"/>", d->column[k]);
	if (cell->fill)
		(void)fprintf(d->out, "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"%s\"/>",
			      cell->fill);
	(void)fprintf(d->out,
		      "<w:vAlign w:val=\"center\"/></w:tcPr><w:p><w:pPr><w:pStyle w:val=\"%s\"/>%s"
		      "</w:pPr>",
		      style, cell->right ? "<w:jc w:val=\"right\"/>" : "");
	if (*cell->text)
		put_run(d, cell->text,
			cell->white ? "<w:rPr><w:color w:val=\"FFFFFF\"/></w:rPr>" : "");
	(void)fputs("</w:p></w:tc>", d->out);
}

void document_table(struct document *d, const char *const *heads, const size_t *share, size_t n)
{
	size_t all = 0;
	for (size_t k = 0; k < n; k++)
		all += share[k];
	free(d->column);
	d->column = calloc(n + 1, sizeof *d->column);
	if (!d->column) {
		d->failed = -ENOMEM;
		return;
	}
	(void)fputs("<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"5000\" "
		    "w:type=\"pct\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>",
		    d->out);
	for (size_t k = 0; k < n; k++) {
		d->column[k] = d->page->room * share[k] / (all ? all : 1);
		(void)fprintf(d->out, "<w:gridCol w:w=\"%zu\"/>", d->column[k]);
	}
	(void)fputs("</w:tblGrid>\n<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>", d->out);
	for (size_t k = 0; k < n; k++)
		put_cell(d, k, "CellHead", &(struct document_cell){.text = heads[k]});
	(void)fputs("</w:tr>\n", d->out);
}

void document_row(struct document *d, const struct document_cell *cell, size_t n)
{
	if (!d->column)
		return;
	(void)fputs("<w:tr><w:trPr><w:cantSplit/></w:trPr>", d->out);
	for (size_t k = 0; k < n; k++)
		put_cell(d, k, "Cell", &cell[k]);
	(void)fputs("</w:tr>\n", d->out);
}

void document_table_end(struct document *d)
{
	if (d->column)
		(void)fputs("</w:tbl>\n", d->out);
	free(d->column);
	d->column = NULL;
}

/* ---- the file */

static int fill_main(const struct document *d, char **ret)
{
	const struct page *p = d->page;
	return document_fill(EMBEDDED(document_main),
			     (const struct document_value[]){{"body", d->body},
							     {"width", p->width},
							     {"height", p->height},
							     {"orientation", p->orientation},
							     {"top", p->top},
							     {"right", p->right},
							     {"bottom", p->bottom},
							     {"left", p->left},
							     {}},
			     ret);
}

static int fill_core(const struct document *d, time_t now, char **ret)
{
	char created[32];
	struct tm at;
	(void)strftime(created, sizeof created, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &at));
	return document_fill(
	    EMBEDDED(document_core),
	    (const struct document_value[]){
		{"title", d->title}, {"creator", "duban"}, {"created", created}, {}},
	    ret);
}

/* The relations: those of the template, and one for each picture. */
static int fill_relations(const struct document *d, char **ret)
{
	_cleanup_free_ char *pictures = NULL;
	size_t size;
	FILE *out = open_memstream(&pictures, &size);
	if (!out)
		return -ENOMEM;
	for (size_t i = 0; i < d->files; i++)
		(void)fprintf(out,
			      "<Relationship Id=\"picture%zu\" "
			      "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
			      "relationships/image\" Target=\"%s\"/>\n",
			      i + 1, d->file[i].name + strlen("word/"));
	if (fclose(out) != 0)
		return -ENOMEM;
	return document_fill(EMBEDDED(document_relations),
			     (const struct document_value[]){{"pictures", pictures}, {}}, ret);
}

int document_write(struct document *d, const char *path)
{
	_cleanup_free_ char *text = NULL, *core = NULL, *relations = NULL;
	_cleanup_free_ struct package_part *all = NULL;
	time_t now = time(NULL);
	int r = fflush(d->out) == 0 && !ferror(d->out) ? d->failed : -ENOMEM;
	if (r == 0)
		r = fill_main(d, &text);
	if (r == 0)
		r = fill_core(d, now, &core);
	if (r == 0)
		r = fill_relations(d, &relations);
	if (r != 0)
		return r;
	const struct package_part parts[] = {
	    {"[Content_Types].xml", EMBEDDED(document_types)},
	    {"_rels/.rels", EMBEDDED(document_package)},
	    {"docProps/core.xml", BYTES_STR(core)},
	    {"word/document.xml", BYTES_STR(text)},
	    {"word/_rels/document.xml.rels", BYTES_STR(relations)},
	    {"word/styles.xml", EMBEDDED(document_styles)},
	    {"word/settings.xml", EMBEDDED(document_settings)},
	    {"word/footer.xml", EMBEDDED(document_footer)},
	};
	size_t n = sizeof parts / sizeof *parts;
	all = calloc(n + d->files + 1, sizeof *all);
	if (!all)
		return -ENOMEM;
	memcpy(all, parts, sizeof parts);
	for (size_t i = 0; i < d->files; i++)
		all[n + i] = (struct package_part){d->file[i].name, d->file[i].bytes};
	return package_write(path, now, all);
}
