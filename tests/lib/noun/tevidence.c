#include "lib/noun/tevidence.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/hash.h"
#include "lib/noun/treport.h"
#include "lib/world/world.h"

uint8_t content[EVIDENCE_CONTENT];
uint8_t digest[HASH_SIZE];
Duban__Evidence evidence;
static const uint8_t upload_id[UPLOAD_ID_SIZE] = {7};
static Duban__Request q;

void fill(uint8_t seed)
{
	for (size_t i = 0; i < sizeof content; i++)
		content[i] = (uint8_t)(i * 31 + seed);
	assert_int_equal(sm3_of(BYTES(content, sizeof content), BYTES("", 0), digest), 0);
}

Duban__Request *part(uint32_t no)
{
	static Duban__EvidencePartRequest b;
	size_t from = no * (size_t)EVIDENCE_PART_BYTES;

	b = (Duban__EvidencePartRequest)DUBAN__EVIDENCE_PART_REQUEST__INIT;
	b.upload_id = (ProtobufCBinaryData){sizeof upload_id, (uint8_t *)(uintptr_t)upload_id};
	b.part = no;
	b.content =
	    (ProtobufCBinaryData){no ? sizeof content - from : EVIDENCE_PART_BYTES, content + from};
	q = (Duban__Request)DUBAN__REQUEST__INIT;
	q.body_case = DUBAN__REQUEST__BODY_EVIDENCE_PART;
	q.evidence_part = &b;
	return &q;
}

Duban__Request *commit(const char *project)
{
	static Duban__EvidenceCommitRequest b;

	evidence = (Duban__Evidence)DUBAN__EVIDENCE__INIT;
	evidence.name = loose("现场.jpg");
	evidence.place = loose("东湖");
	evidence.digest = (ProtobufCBinaryData){sizeof digest, digest};
	b = (Duban__EvidenceCommitRequest)DUBAN__EVIDENCE_COMMIT_REQUEST__INIT;
	b.upload_id = (ProtobufCBinaryData){sizeof upload_id, (uint8_t *)(uintptr_t)upload_id};
	b.parts = 2;
	b.project = loose(project);
	b.evidence = &evidence;
	q = (Duban__Request)DUBAN__REQUEST__INIT;
	q.body_case = DUBAN__REQUEST__BODY_EVIDENCE_COMMIT;
	q.evidence_commit = &b;
	return &q;
}

void put(struct world *w, const char *project)
{
	world_ok(w, part(0));
	world_ok(w, part(1));
	world_ok(w, commit(project));
}

Duban__Request *get(uint64_t from)
{
	static Duban__EvidenceGetRequest b;

	b = (Duban__EvidenceGetRequest)DUBAN__EVIDENCE_GET_REQUEST__INIT;
	b.digest = (ProtobufCBinaryData){sizeof digest, digest};
	b.from = from;
	q = (Duban__Request)DUBAN__REQUEST__INIT;
	q.body_case = DUBAN__REQUEST__BODY_EVIDENCE_GET;
	q.evidence_get = &b;
	return &q;
}
