/* The dossier's evidence files, and the checksums over all its files. */
#include "client/cli/dossier/files.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <openssl/evp.h>

#include "client/cli/dossier/folder.h"
#include "client/cli/dossier/section.h"
#include "client/cli/evidence/files.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/print/table.h"
#include "proto/bytes.h"
#include "proto/cleanup.h"
#include "proto/limits.h"
#include "text/hex.h"

#define NAME_SHOWN 80

static int sum_of(struct dossier *d, const char *name, char hex[2 * HASH_SIZE + 1])
{
	_cleanup_free_ char *path = NULL;
	uint8_t buf[8192], hash[EVP_MAX_MD_SIZE];
	unsigned size = 0;
	size_t n;
	if (asprintf(&path, "%s/%s", d->dir, name) < 0)
		return -ENOMEM;
	FILE *in = fopen(path, "re");
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool ok = in && ctx && EVP_DigestInit_ex(ctx, EVP_sm3(), NULL) == 1;
	while (ok && (n = fread(buf, 1, sizeof buf, in)) > 0)
		ok = EVP_DigestUpdate(ctx, buf, n) == 1;
	ok = ok && !ferror(in) && EVP_DigestFinal_ex(ctx, hash, &size) == 1 && size == HASH_SIZE;
	EVP_MD_CTX_free(ctx);
	if (in && fclose(in) != 0)
		ok = false;
	if (!ok)
		return cli_fail(d->c, CLI_LOCAL, "local.unreadable", name,
				message_errno(errno ? errno : EIO), NULL);
	(void)hex_text(BYTES(hash, HASH_SIZE), hex);
	return 0;
}

int dossier_sums(struct dossier *d)
{
	char hex[2 * HASH_SIZE + 1];
	size_t n = d->files.n;
	FILE *out = dossier_open(d, "SM3SUMS");
	int r = 0;
	if (!out)
		return dossier_fail(d, "SM3SUMS", errno);
	for (size_t i = 0; i < n && r == 0; i++) {
		r = sum_of(d, d->files.row[i], hex);
		if (r == 0)
			(void)fprintf(out, "%s  %s\n", hex, (const char *)d->files.row[i]);
	}
	int closed = dossier_close(d, out, "SM3SUMS");
	return r ? r : closed;
}

static size_t column(const Duban__SheetReply *head, const char *name)
{
	size_t i = 0;
	while (i < head->n_column && strcmp(head->column[i]->name, name) != 0)
		i++;
	return i;
}

static const char *cell(const Duban__SheetRow *row, size_t i)
{
	return i < row->n_cell ? row->cell[i] : "";
}

/* "evidence/0123456789abcdef-桩基.jpg". Slashes in the name are replaced, so that no name can lead
 * out of the folder. */
static char *file_name(const char *digest, const char *name)
{
	char *ret = NULL;
	if (asprintf(&ret, "evidence/%.16s-%.*s", digest, NAME_SHOWN, name) < 0)
		return NULL;
	for (char *s = ret + strlen("evidence/"); *s; s++)
		if (*s == '/' || *s == '\\' || (unsigned char)*s < 0x20)
			*s = '_';
	return ret;
}

static int put_file(struct dossier *d, const char *digest, const char *name)
{
	_cleanup_free_ char *path = file_name(digest, name);
	FILE *out = path ? dossier_open(d, path) : NULL;
	if (!out)
		return path ? dossier_fail(d, path, errno) : -ENOMEM;
	int r = evidence_fetch(d->c, digest, out), closed = dossier_close(d, out, path);
	return r ? r : closed;
}

int dossier_evidence(struct dossier *d, const Duban__SheetReply *head, const struct rows *rows)
{
	static const char *const heads[] = {"digest", "name", NULL};
	size_t digest = column(head, "digest"), name = column(head, "name");
	_cleanup_free_ char *dir = NULL;
	int r = 0;
	if (rows->n == 0)
		return 0;
	if (asprintf(&dir, "%s/evidence", d->dir) < 0)
		return -ENOMEM;
	if (mkdir(dir, 0777) != 0)
		return dossier_fail(d, "evidence", errno);
	struct print_table *t = table_new(heads);
	for (size_t i = 0; t && r == 0 && i < rows->n; i++) {
		table_cell(t, cell(rows->row[i], digest));
		table_cell(t, cell(rows->row[i], name));
		r = put_file(d, cell(rows->row[i], digest), cell(rows->row[i], name));
	}
	if (r != 0 || !t) {
		table_free(t);
		return r ? r : -ENOMEM;
	}
	return dossier_table(d, "evidence", t);
}
