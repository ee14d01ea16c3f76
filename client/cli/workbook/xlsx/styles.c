#include "client/cli/workbook/xlsx/styles.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/workbook/limits.h"
#include "client/cli/workbook/xlsx/archive.h"
#include "client/cli/workbook/xlsx/strings.h"
#include "client/cli/workbook/xlsx/xml.h"
#include "proto/array.h"
#include "proto/cleanup.h"
#include "proto/status.h"

struct own {
	uint32_t id;
	struct format format;
};

/* Formats and styles may come in any order, so the ids are kept until the end. The same elements
 * occur in lists that are not for cells: only those inside numFmts and cellXfs count. */
struct styles_reading {
	struct own *own;
	size_t n_own, own_room;
	uint32_t *id;
	size_t n, room;
	bool in_formats, in_styles;
};

static int on_format(struct xml *x, struct styles_reading *r)
{
	uint32_t id;
	const char *code = xml_attribute(x, "formatCode");
	if (!code || !xml_number(x, "numFmtId", &id) || r->n_own >= WORKBOOK_STYLES_MAX)
		return archive_refuse(x->archive, "sheet.book_damaged");
	if (array_grow(&r->own, &r->own_room, r->n_own + 1, sizeof *r->own) < 0)
		return -ENOMEM;
	_cleanup_free_ char *text = strdup(code);
	if (!text)
		return -ENOMEM;
	(void)strings_unescape(text, strlen(text));
	r->own[r->n_own++] = (struct own){id, format_of(text)};
	return 0;
}

static int on_style(struct xml *x, struct styles_reading *r)
{
	uint32_t id = 0;
	if ((xml_attribute(x, "numFmtId") && !xml_number(x, "numFmtId", &id)) ||
	    r->n >= WORKBOOK_STYLES_MAX)
		return archive_refuse(x->archive, "sheet.book_damaged");
	if (array_grow(&r->id, &r->room, r->n + 1, sizeof *r->id) < 0)
		return -ENOMEM;
	r->id[r->n++] = id;
	return 0;
}

static void note_list(struct styles_reading *r, const char *name, bool inside)
{
	if (strcmp(name, "numFmts") == 0)
		r->in_formats = inside;
	if (strcmp(name, "cellXfs") == 0)
		r->in_styles = inside;
}

static int on_start(struct xml *x, const char *name)
{
	struct styles_reading *r = x->user;
	note_list(r, name, true);
	if (r->in_formats && strcmp(name, "numFmt") == 0)
		return on_format(x, r);
	return r->in_styles && strcmp(name, "xf") == 0 ? on_style(x, r) : 0;
}

static int on_end(struct xml *x, const char *name)
{
	note_list(x->user, name, false);
	return 0;
}

static int by_id(const void *a, const void *b)
{
	const struct own *x = a, *y = b;
	return x->id < y->id ? -1 : x->id > y->id;
}

static int resolve(struct styles_reading *r, struct styles *ret)
{
	if (r->n == 0)
		return 0;
	ret->of = calloc(r->n, sizeof *ret->of);
	if (!ret->of)
		return -ENOMEM;
	if (r->n_own > 0)
		qsort(r->own, r->n_own, sizeof *r->own, by_id);
	for (ret->n = 0; ret->n < r->n; ret->n++) {
		struct own key = {.id = r->id[ret->n]};
		const struct own *own =
		    r->n_own ? bsearch(&key, r->own, r->n_own, sizeof key, by_id) : NULL;
		ret->of[ret->n] = own ? own->format : format_built_in(key.id);
	}
	return 0;
}

int styles_read(struct archive *a, const char *part, struct styles *ret)
{
	struct styles_reading r = {};
	int rc = xml_read(a, part, &(struct xml_reader){XML_SHEET, on_start, on_end, &r});
	if (rc == 0)
		rc = resolve(&r, ret);
	free(r.own);
	free(r.id);
	return rc;
}

const struct format *styles_at(const struct styles *s, uint32_t style)
{
	static const struct format general = {};
	if (style < s->n)
		return &s->of[style];
	return s->n == 0 ? &general : NULL;
}

void styles_done(struct styles *s)
{
	free(s->of);
	*s = (struct styles){};
}
