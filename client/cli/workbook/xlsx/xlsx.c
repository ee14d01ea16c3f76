#include "client/cli/workbook/xlsx/xlsx.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/workbook/answer.h"
#include "client/cli/workbook/limits.h"
#include "client/cli/workbook/xlsx/archive.h"
#include "client/cli/workbook/xlsx/parts.h"
#include "client/cli/workbook/xlsx/sheet.h"
#include "client/cli/workbook/xlsx/strings.h"
#include "client/cli/workbook/xlsx/styles.h"
#include "client/cli/workbook/xlsx/xml.h"
#include "proto/array.h"
#include "proto/cleanup.h"
#include "proto/limits.h"
#include "proto/status.h"
#include "text/words.h"

#define NAME_ROOM 512 /* of a sheet; a spreadsheet allows 31 characters */

struct tab {
	char *name, *id;
	bool hidden;
};

struct xlsx {
	struct archive *archive;
	FILE *out;
	bool hidden, is_workbook;
	struct xlsx_parts parts;
	struct tab *tab;
	size_t n;
	struct strings strings;
	struct styles styles;
	struct cell_rules rules;
};

/* ---- which file it is */

/* What the main part can be besides a workbook, by its content type. */
static const struct {
	const char *word, *code;
} other_kinds[] = {
    {"sheet.binary", "sheet.binary"},
    {"macroEnabled", "sheet.macro"},
    {"wordprocessingml", "sheet.word"},
    {"presentationml", "sheet.other_archive"},
};

/* A file without relationships: by the names in the archive. */
static int refuse_stranger(struct archive *a)
{
	static const struct {
		const char *name, *code;
	} known[] = {
	    {"xl/workbook.xml", "sheet.book_damaged"},
	    {"word/document.xml", "sheet.word"},
	    {"META-INF/manifest.xml", "sheet.open_document"},
	};
	for (size_t i = 0; i < COUNT(known); i++)
		if (archive_has(a, known[i].name))
			return archive_refuse(a, known[i].code);
	return archive_refuse(a, "sheet.other_archive");
}

static int check_kind(struct archive *a, const char *main)
{
	char type[PART_ROOM] = "";
	int r = archive_has(a, "[Content_Types].xml") ? parts_content_type(a, main, type) : 0;
	for (size_t i = 0; r == 0 && i < COUNT(other_kinds); i++)
		if (strstr(type, other_kinds[i].word))
			return archive_refuse(a, other_kinds[i].code);
	return r;
}

static int find_main(struct archive *a, struct xlsx_parts *p, const char **ret)
{
	if (!archive_has(a, "_rels/.rels"))
		return refuse_stranger(a);
	int r = parts_read(a, "", p);
	const struct xlsx_part *main = r == 0 ? parts_by_type(p, "officeDocument") : NULL;
	if (r == 0 && !main)
		return refuse_stranger(a);
	if (r == 0)
		*ret = main->name;
	return r ? r : check_kind(a, main->name);
}

/* ---- the workbook */

static int add_tab(struct xml *x, struct xlsx *w)
{
	const char *name = xml_attribute(x, "name"), *id = xml_relation(x);
	const char *state = xml_attribute(x, "state");
	if (!name || !id || strlen(name) >= NAME_ROOM)
		return archive_refuse(x->archive, "sheet.book_damaged");
	if (w->n >= SHEETS_MAX)
		return archive_refuse(x->archive, "sheet.too_many_sheets");
	struct tab *more = reallocarray(w->tab, w->n + 1, sizeof *more);
	if (!more)
		return -ENOMEM;
	w->tab = more;
	struct tab *t = &w->tab[w->n++];
	*t = (struct tab){strdup(name), strdup(id),
			  state && text_among("hidden|veryHidden", state, strlen(state))};
	if (!t->name || !t->id)
		return -ENOMEM;
	(void)strings_unescape(t->name, strlen(t->name));
	return 0;
}

static int on_start(struct xml *x, const char *name)
{
	struct xlsx *w = x->user;
	if (strcmp(name, "workbook") == 0)
		w->is_workbook = true;
	if (strcmp(name, "workbookPr") == 0)
		w->rules.from_1904 = xml_flag(x, "date1904", false);
	if (strcmp(name, "calcPr") == 0)
		w->rules.uncalculated = xml_flag(x, "fullCalcOnLoad", false);
	return strcmp(name, "sheet") == 0 ? add_tab(x, w) : 0;
}

static int read_workbook(struct xlsx *w, const char *main)
{
	struct xml_reader reader = {XML_SHEET, on_start, NULL, w};
	int r = xml_read(w->archive, main, &reader);
	if (r == 0 && !w->is_workbook)
		r = archive_refuse(w->archive, "sheet.book_damaged");
	if (r == 0)
		r = parts_read(w->archive, main, &w->parts);
	const struct xlsx_part *strings = parts_by_type(&w->parts, "sharedStrings");
	const struct xlsx_part *styles = parts_by_type(&w->parts, "styles");
	if (r == 0 && strings)
		r = strings_read(w->archive, strings->name, &w->strings);
	if (r == 0 && styles)
		r = styles_read(w->archive, styles->name, &w->styles);
	return r;
}

/* Sheets that hold only a chart, or old macros, have no cells. */
static int put_sheet(struct xlsx *w, const struct tab *tab)
{
	const struct xlsx_part *part = parts_by_id(&w->parts, tab->id);
	struct sheet_source from = {w->archive, &w->strings, &w->styles, w->rules};
	if (!part)
		return archive_refuse(w->archive, "sheet.book_damaged");
	if (strcmp(part->type, "worksheet") != 0)
		return 0;
	struct grid *g = calloc(1, sizeof *g);
	if (!g)
		return -ENOMEM;
	int r = sheet_read(&from, part->name, g);
	if (r == 0)
		r = ANSWER_PUT(w->out, tab->name, .kind = ANSWER_SHEET, .a = tab->hidden);
	if (r == 0)
		r = grid_put(g, w->out, w->hidden);
	grid_done(g);
	free(g);
	return r;
}

static int read_all(struct xlsx *w)
{
	struct xlsx_parts package = {};
	const char *main = NULL;
	int r = find_main(w->archive, &package, &main);
	if (r == 0)
		r = read_workbook(w, main);
	if (r == 0)
		r = ANSWER_PUT(w->out, "", .kind = ANSWER_BOOK, .a = w->rules.from_1904);
	for (size_t i = 0; r == 0 && i < w->n; i++)
		r = put_sheet(w, &w->tab[i]);
	parts_done(&package);
	return r;
}

static void done(struct xlsx *w)
{
	for (size_t i = 0; i < w->n; i++) {
		free(w->tab[i].name);
		free(w->tab[i].id);
	}
	free(w->tab);
	parts_done(&w->parts);
	strings_done(&w->strings);
	styles_done(&w->styles);
	archive_free(w->archive);
}

int xlsx_read(struct bytes raw, bool hidden, FILE *out)
{
	struct xlsx w = {.out = out, .hidden = hidden};
	const char *code = NULL;
	int r = archive_open(raw, &w.archive, &code);
	if (r == 0)
		r = read_all(&w);
	if (r == -ENOMEM)
		code = "sheet.book_too_large";
	else if (w.archive)
		code = archive_why(w.archive);
	if (r == STATUS_INVALID || r == -ENOMEM)
		r = ANSWER_PUT(out, code, .kind = ANSWER_REFUSED);
	else if (r == 0)
		r = ANSWER_PUT(out, "", .kind = ANSWER_END);
	done(&w);
	return r;
}
