#include "client/lib/watch/cursor.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>

#include "client/lib/core/file.h"
#include "proto/bytes.h"
#include "proto/cleanup.h"
#include "text/hex.h"

#define CURSOR_TEXT_MAX 512
#define CURSOR_FORM                                                                                \
	"duban-cursor 1\nepoch %32[0-9a-f-]\nseq %" SCNu64 "\nhash %64[0-9a-f-]\nacked %" SCNu64   \
	"%c"

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

int cursor_load(const char *path, struct cursor_place *ret)
{
	char text[CURSOR_TEXT_MAX], epoch[33], hash[65], newline;
	struct cursor_place place = {.acked = 0};
	_cleanup_fclose_ FILE *f = fopen(path, "re");
	if (!f)
		return -errno;
	size_t n = fread(text, 1, sizeof text - 1, f);
	if (ferror(f))
		return -EIO;
	text[n] = '\0';
	if (sscanf(text, CURSOR_FORM, epoch, &place.at.seq, hash, &place.acked, &newline) != 5 ||
	    newline != '\n' || !from_hex(epoch, place.at.epoch, sizeof place.at.epoch) ||
	    !from_hex(hash, place.at.hash, sizeof place.at.hash) || place.acked < place.at.seq)
		return -EBADMSG;
	*ret = place;
	return 0;
}

int cursor_save(const char *path, const struct cursor_place *place)
{
	char text[CURSOR_TEXT_MAX], epoch[33], hash[65];
	const struct duban_cursor *at = &place->at;
	to_hex(at->epoch, sizeof at->epoch, epoch);
	to_hex(at->hash, sizeof at->hash, hash);
	int n = snprintf(text, sizeof text,
			 "duban-cursor 1\nepoch %s\nseq %" PRIu64 "\nhash %s\nacked %" PRIu64 "\n",
			 epoch, at->seq, hash, place->acked);
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
