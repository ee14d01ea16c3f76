#include "client/cli/document/package.h"

#include <errno.h>

#include <zip.h>

static int reason(const zip_error_t *e)
{
	if (zip_error_code_zip(e) == ZIP_ER_MEMORY)
		return -ENOMEM;
	return zip_error_system_type(e) == ZIP_ET_SYS && zip_error_code_system(e) > 0
		   ? -zip_error_code_system(e)
		   : -EIO;
}

static int add(zip_t *z, const struct package_part *part, time_t at)
{
	zip_source_t *s = zip_source_buffer(z, part->bytes.data, part->bytes.size, 0);
	if (!s)
		return reason(zip_get_error(z));
	zip_int64_t i = zip_file_add(z, part->name, s, ZIP_FL_ENC_UTF_8);
	if (i < 0) {
		zip_source_free(s);
		return reason(zip_get_error(z));
	}
	return zip_file_set_mtime(z, (zip_uint64_t)i, at, 0) == 0 ? 0 : reason(zip_get_error(z));
}

int package_write(const char *path, time_t at, const struct package_part *parts)
{
	int code = 0, r = 0;
	zip_t *z = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);
	if (!z) {
		zip_error_t e;
		zip_error_init_with_code(&e, code);
		r = reason(&e);
		zip_error_fini(&e);
		return r;
	}
	for (; r == 0 && parts->name; parts++)
		r = add(z, parts, at);
	if (r == 0 && zip_close(z) == 0)
		return 0;
	r = r ? r : reason(zip_get_error(z));
	zip_discard(z);
	return r;
}
