#include "client/cli/workbook/xlsx/archive.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

#include <zip.h>

#include "client/cli/workbook/limits.h"
#include "proto/cleanup.h"
#include "proto/status.h"

struct archive {
	zip_t *zip;
	uint64_t inflated; /* of all entries read so far */
	const char *why;
};

DEFINE_CLEANUP(struct archive *, archive_free)

int archive_open(struct bytes raw, struct archive **ret, const char **ret_code)
{
	_cleanup_(archive_freep) struct archive *a = calloc(1, sizeof *a);
	zip_error_t error;
	if (!a)
		return -ENOMEM;
	zip_error_init(&error);
	zip_source_t *source = zip_source_buffer_create(raw.data, raw.size, 0, &error);
	a->zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
	int code = zip_error_code_zip(&error);
	zip_error_fini(&error);
	if (!a->zip) {
		zip_source_free(source);
		*ret_code = "sheet.book_damaged";
		return code == ZIP_ER_MEMORY ? -ENOMEM : STATUS_INVALID;
	}
	if (zip_get_num_entries(a->zip, 0) > WORKBOOK_ENTRIES_MAX) {
		*ret_code = "sheet.book_too_large";
		return STATUS_INVALID;
	}
	*ret = TAKE_PTR(a);
	return 0;
}

struct archive *archive_free(struct archive *a)
{
	if (a && a->zip)
		zip_discard(a->zip);
	free(a);
	return NULL;
}

int archive_refuse(struct archive *a, const char *code)
{
	a->why = a->why ? a->why : code;
	return STATUS_INVALID;
}

const char *archive_why(const struct archive *a)
{
	return a->why ? a->why : "sheet.book_damaged";
}

static zip_int64_t find(const struct archive *a, const char *name)
{
	return zip_name_locate(a->zip, name, ZIP_FL_NOCASE);
}

bool archive_has(const struct archive *a, const char *name)
{
	return find(a, name) >= 0;
}

/* Counts what was really inflated: sizes in the index may be wrong. */
static int within_limits(struct archive *a, uint64_t packed, uint64_t inflated, size_t piece)
{
	a->inflated += piece;
	bool bomb = inflated > WORKBOOK_RATIO_FROM && inflated / WORKBOOK_RATIO_MAX > packed;
	if (bomb || a->inflated > WORKBOOK_INFLATED_MAX)
		return archive_refuse(a, "sheet.book_too_large");
	return 0;
}

static int pump(struct archive *a, zip_file_t *f, uint64_t packed, archive_sink *sink, void *user)
{
	char piece[32 * 1024];
	uint64_t inflated = 0;
	for (;;) {
		zip_int64_t n = zip_fread(f, piece, sizeof piece);
		if (n < 0)
			return archive_refuse(a, "sheet.book_damaged");
		inflated += (uint64_t)n;
		int r = within_limits(a, packed, inflated, (size_t)n);
		if (r == 0)
			r = sink(user, piece, (size_t)n, n == 0);
		if (r != 0 || n == 0)
			return r;
	}
}

int archive_read(struct archive *a, const char *name, archive_sink *sink, void *user)
{
	zip_int64_t at = find(a, name);
	zip_stat_t st;
	if (at < 0 || zip_stat_index(a->zip, (zip_uint64_t)at, 0, &st) < 0)
		return archive_refuse(a, "sheet.book_damaged");
	if ((st.valid & ZIP_STAT_ENCRYPTION_METHOD) && st.encryption_method != ZIP_EM_NONE)
		return archive_refuse(a, "sheet.encrypted");
	zip_file_t *f = zip_fopen_index(a->zip, (zip_uint64_t)at, 0);
	if (!f)
		return zip_error_code_zip(zip_get_error(a->zip)) == ZIP_ER_MEMORY
			   ? -ENOMEM
			   : archive_refuse(a, "sheet.book_damaged");
	int r = pump(a, f, (st.valid & ZIP_STAT_COMP_SIZE) ? st.comp_size : 0, sink, user);
	(void)zip_fclose(f);
	return r;
}
