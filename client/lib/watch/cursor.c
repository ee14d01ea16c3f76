#include "client/lib/watch/cursor.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>

#include <openssl/evp.h>

#include "client/lib/core/file.h"
#include "proto/bytes.h"
#include "proto/cleanup.h"
#include "text/hex.h"

#define CURSOR_TEXT_MAX 512
#define CURSOR_FORM                                                                                \
	"duban-cursor %u\nepoch %32[0-9a-f-]\nseq %" SCNu64 "\nhash %64[0-9a-f-]\nacked %" SCNu64  \
	"%c"
enum { FORM_UNCHECKED = 1, FORM_CHECKED, CHECK_BYTES = 8, CHECK_TEXT = 2 * CHECK_BYTES + 1 };

bool cursor_knows(const uint8_t *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (bytes[i])
			return true;
	return false;
}

/* An unknown value is written as "-". */
static void to_hex(const uint8_t *bytes, size_t size, char *ret)
{
	if (!cursor_knows(bytes, size)) {
		memcpy(ret, "-", 2);
		return;
	}
	(void)hex_text(BYTES(bytes, size), ret);
}

static bool from_hex(const char *text, uint8_t *ret, size_t size)
{
	if (strcmp(text, "-") == 0)
		return true;
	return hex_parse(text, ret, size);
}

/* The beginning of the SM3 of the lines before the last: a byte that changed on the disk would be
 * another place, from which events are skipped or come twice. */
static bool check_of(const char *text, size_t n, char ret[CHECK_TEXT])
{
	uint8_t digest[EVP_MAX_MD_SIZE];
	if (EVP_Digest(text, n, digest, NULL, EVP_sm3(), NULL) != 1)
		return false;
	(void)hex_text(BYTES(digest, CHECK_BYTES), ret);
	return true;
}

/* The last line is "check <hex>". */
static bool is_checked(const char *text)
{
	char want[CHECK_TEXT], line[CHECK_TEXT + sizeof "check \n"];
	const char *last = strstr(text, "\ncheck ");
	if (!last || !check_of(text, (size_t)(last + 1 - text), want))
		return false;
	(void)snprintf(line, sizeof line, "check %s\n", want);
	return strcmp(last + 1, line) == 0;
}

static bool read_place(const char *text, struct cursor_place *ret)
{
	char epoch[33], hash[65], newline;
	unsigned form;
	if (sscanf(text, CURSOR_FORM, &form, epoch, &ret->at.seq, hash, &ret->acked, &newline) !=
		6 ||
	    newline != '\n' || !from_hex(epoch, ret->at.epoch, sizeof ret->at.epoch) ||
	    !from_hex(hash, ret->at.hash, sizeof ret->at.hash) || ret->acked < ret->at.seq)
		return false;
	/* an older duban wrote no check */
	return form == FORM_UNCHECKED || (form == FORM_CHECKED && is_checked(text));
}

int cursor_load(const char *path, struct cursor_place *ret)
{
	char text[CURSOR_TEXT_MAX];
	struct cursor_place place = {.acked = 0};
	_cleanup_fclose_ FILE *f = fopen(path, "re");
	if (!f)
		return -errno;
	size_t n = fread(text, 1, sizeof text - 1, f);
	if (ferror(f))
		return -EIO;
	text[n] = '\0';
	if (!read_place(text, &place))
		return -EBADMSG;
	*ret = place;
	return 0;
}

int cursor_save(const char *path, const struct cursor_place *place)
{
	char text[CURSOR_TEXT_MAX], epoch[33], hash[65], check[CHECK_TEXT];
	const struct duban_cursor *at = &place->at;
	to_hex(at->epoch, sizeof at->epoch, epoch);
	to_hex(at->hash, sizeof at->hash, hash);
	int n = snprintf(text, sizeof text,
			 "duban-cursor %d\nepoch %s\nseq %" PRIu64 "\nhash %s\nacked %" PRIu64 "\n",
			 FORM_CHECKED, epoch, at->seq, hash, place->acked);
	if (!check_of(text, (size_t)n, check))
		return -ENOMEM;
	n += snprintf(text + n, sizeof text - (size_t)n, "check %s\n", check);
	return file_write(path, BYTES(text, (size_t)n), true);
}

int cursor_lock(const char *path, int *ret_fd)
{
	_cleanup_free_ char *lock = NULL;
	if (asprintf(&lock, "%s.lock", path) < 0) {
		lock = NULL;
		return -ENOMEM;
	}
	_cleanup_close_ int fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	if (flock(fd, LOCK_EX | LOCK_NB) < 0)
		return -errno;
	*ret_fd = TAKE_FD(fd);
	return 0;
}
