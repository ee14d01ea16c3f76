#include "duban/evidence.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/evp.h>

#include "client/lib/core/client.h"
#include "client/lib/core/failure.h"
#include "client/lib/core/reply.h"
#include "client/lib/line/line.h"
#include "proto/api.pb-c.h"
#include "proto/limits.h"

#define EVIDENCE_LOST_MAX                                                                          \
	100 /* repeats of one upload, in case the daemon is restarted again and again */

/* The content sent: of a file, or of a buffer. */
struct source {
	struct duban *d;
	const struct duban_evidence *what;
	int fd; /* -1: a buffer */
	uint64_t size;
	uint8_t digest[HASH_SIZE];
	uint8_t *buf; /* one part of the file */
};

static int unreadable(struct source *s, int error)
{
	return failure_as(&s->d->failure, "local.unreadable",
			  failure_set(&s->d->failure, DUBAN_E_FILE, s->what->path, "%s: %s",
				      s->what->path, strerror(error)));
}

static int open_source(struct source *s)
{
	struct stat st;
	s->size = s->what->size;
	if (s->what->path) {
		s->fd = open(s->what->path, O_RDONLY | O_CLOEXEC);
		if (s->fd < 0 || fstat(s->fd, &st) < 0)
			return unreadable(s, errno);
		if (!S_ISREG(st.st_mode))
			return unreadable(s, S_ISDIR(st.st_mode) ? EISDIR : ESPIPE);
		s->size = (uint64_t)st.st_size;
		s->buf = malloc(EVIDENCE_PART_BYTES);
		if (!s->buf)
			return failure_set(&s->d->failure, DUBAN_E_MEMORY, NULL, "no memory");
	}
	if (s->size == 0)
		return failure_as(&s->d->failure, "evidence.empty",
				  failure_set(&s->d->failure, DUBAN_E_ARGUMENT, s->what->path,
					      "evidence: there is nothing in it"));
	if (s->size > EVIDENCE_BYTES_MAX)
		return failure_as(&s->d->failure, "evidence.too_large",
				  failure_set(&s->d->failure, DUBAN_E_TOO_LARGE, "64",
					      "evidence: %llu bytes; a file has at most %lld",
					      (unsigned long long)s->size, EVIDENCE_BYTES_MAX));
	return 0;
}

static void close_source(struct source *s)
{
	if (s->fd >= 0)
		(void)close(s->fd);
	free(s->buf);
}

static uint32_t parts_of(const struct source *s)
{
	return (uint32_t)((s->size + EVIDENCE_PART_BYTES - 1) / EVIDENCE_PART_BYTES);
}

/* Reads a part from the file as it is now. DUBAN_E_FILE if the file has become shorter. */
static int read_part(struct source *s, uint32_t part, struct bytes *ret)
{
	uint64_t from = (uint64_t)part * EVIDENCE_PART_BYTES;
	size_t size = EVIDENCE_PART_BYTES, n = 0;
	if (s->size - from < size)
		size = (size_t)(s->size - from);
	if (s->fd < 0) {
		*ret = BYTES((const uint8_t *)s->what->bytes + from, size);
		return 0;
	}
	while (n < size) {
		ssize_t got = pread(s->fd, s->buf + n, size - n, (off_t)(from + n));
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return unreadable(s, got < 0 ? errno : ESTALE);
		n += (size_t)got;
	}
	*ret = BYTES(s->buf, size);
	return 0;
}

static int digest_of(struct source *s)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	struct bytes part;
	int r = 0;
	bool ok = ctx && EVP_DigestInit_ex(ctx, EVP_sm3(), NULL) == 1;
	for (uint32_t i = 0; ok && r == 0 && i < parts_of(s); i++) {
		r = read_part(s, i, &part);
		ok = r < 0 || EVP_DigestUpdate(ctx, part.data, part.size) == 1;
	}
	ok = ok && EVP_DigestFinal_ex(ctx, s->digest, NULL) == 1;
	EVP_MD_CTX_free(ctx);
	if (r == 0 && !ok)
		r = failure_set(&s->d->failure, DUBAN_E_SYSTEM, NULL,
				"the digest cannot be computed (SM3 of libcrypto)");
	return r;
}

/* The digest of the content: a second attempt with the same content continues the same upload. */
static ProtobufCBinaryData upload_id(struct source *s)
{
	return (ProtobufCBinaryData){UPLOAD_ID_SIZE, s->digest};
}

/* > 0: the daemon refused a part, and `ret` is its reply. */
static int send_parts(struct source *s, struct duban_reply **ret)
{
	for (uint32_t i = 0; i < parts_of(s); i++) {
		Duban__EvidencePartRequest part = DUBAN__EVIDENCE_PART_REQUEST__INIT;
		Duban__Request request = DUBAN__REQUEST__INIT;
		_cleanup_(duban_reply_freep) struct duban_reply *reply = NULL;
		struct bytes content;
		int r = read_part(s, i, &content);
		if (r < 0)
			return r;
		part.upload_id = upload_id(s);
		part.part = i;
		part.content =
		    (ProtobufCBinaryData){content.size, (uint8_t *)(uintptr_t)content.data};
		request.body_case = DUBAN__REQUEST__BODY_EVIDENCE_PART;
		request.evidence_part = &part;
		r = duban_call(s->d, &request, &reply);
		if (r != 0) {
			*ret = TAKE_PTR(reply);
			return r;
		}
	}
	return 0;
}

static char *text(const char *s)
{
	return (char *)(uintptr_t)(s ? s : "");
}

static const char *name_of(const struct duban_evidence *e)
{
	const char *slash = e->path ? strrchr(e->path, '/') : NULL;
	return e->name ? e->name : slash ? slash + 1 : e->path;
}

static int send_commit(struct source *s, const uint8_t id[REQUEST_ID_SIZE],
		       struct duban_reply **ret)
{
	const struct duban_evidence *e = s->what;
	Duban__EvidenceCommitRequest commit = DUBAN__EVIDENCE_COMMIT_REQUEST__INIT;
	Duban__Evidence record = DUBAN__EVIDENCE__INIT;
	Duban__Request request = DUBAN__REQUEST__INIT;
	record.digest = (ProtobufCBinaryData){HASH_SIZE, s->digest};
	record.size = s->size;
	record.name = text(name_of(e));
	record.media_type = text(e->media_type);
	record.place = text(e->place);
	record.taken_at = e->taken_at;
	record.verifier = text(e->verifier);
	record.verifier_unit = text(e->verifier_unit);
	record.verifier_post = text(e->verifier_post);
	commit.upload_id = upload_id(s);
	commit.parts = parts_of(s);
	commit.evidence = &record;
	commit.project = text(e->project);
	request.request_id = (ProtobufCBinaryData){REQUEST_ID_SIZE, (uint8_t *)(uintptr_t)id};
	request.for_unit = text(e->for_unit);
	request.for_person = text(e->for_person);
	request.body_case = DUBAN__REQUEST__BODY_EVIDENCE_COMMIT;
	request.evidence_commit = &commit;
	return duban_call(s->d, &request, ret);
}

/* Did the daemon forget parts that it had taken? */
static bool lost(const struct duban_reply *reply)
{
	return reply_has_problem(reply, "evidence.unknown_upload") ||
	       reply_has_problem(reply, "evidence.part_early") ||
	       reply_has_problem(reply, "evidence.incomplete");
}

static int send_all(struct source *s, const uint8_t id[REQUEST_ID_SIZE], struct duban_reply **ret)
{
	uint64_t deadline = line_now() + s->d->call_timeout_ms;
	for (unsigned again = 0;; again++) {
		_cleanup_(duban_reply_freep) struct duban_reply *reply = NULL;
		int r = send_parts(s, &reply);
		if (r == 0)
			r = send_commit(s, id, &reply);
		if (r > 0 && again < EVIDENCE_LOST_MAX && line_now() < deadline && lost(reply))
			continue;
		if (r >= 0 && ret)
			*ret = TAKE_PTR(reply);
		return r;
	}
}

int duban_evidence_put(struct duban *d, const struct duban_evidence *evidence,
		       struct duban_reply **ret)
{
	struct source s = {.d = d, .what = evidence, .fd = -1};
	uint8_t id[REQUEST_ID_SIZE];
	int r;
	failure_clear(&d->failure);
	r = open_source(&s);
	if (r == 0)
		r = digest_of(&s);
	if (r == 0 && evidence->request_id)
		memcpy(id, evidence->request_id, sizeof id);
	else if (r == 0 && duban_request_id_new(id) < 0)
		r = failure_set(&d->failure, DUBAN_E_SYSTEM, NULL, "no random bytes");
	if (r == 0)
		r = send_all(&s, id, ret);
	close_source(&s);
	return r;
}
