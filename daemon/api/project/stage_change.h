/* A project's move to another stage: asked for at once (stage.c), or by a report that is
 * confirmed (form STAGE). Both come through here. */
#pragma once

#include "api/core/handler.h"

struct stage_change {
	Duban__Stage to;
	uint32_t moved_date; /* yyyymmdd, never 0 */
	const char *reason, *approver, *document;
	const char *exemption;		     /* why 在建 needs no 施工许可 by law */
	const ProtobufCBinaryData *evidence; /* digests */
	size_t n_evidence;
	bool correction;
	bool has_percent;
	uint32_t percent; /* 形象进度 */
	bool reviewed;	  /* by its report: that is the evidence, and who confirms approves */
	uint32_t report;  /* that report's number */
};

/* What a report of form STAGE asks for. Points into the report. */
void stage_change_of_report(const Duban__Report *r, struct stage_change *ret);

/* Does the state table allow it, and do all its guards hold? Every one that does not is a
 * problem of the reply; CONFLICT. Asked when the report comes in, and again when the office
 * confirms it. */
int stage_change_check(struct request *rq, const Duban__Project *p, const struct stage_change *m);
/* Drafts the StageMoved of a move that stage_change_check let through. */
int stage_change_draft(struct request *rq, const Duban__Project *p, const struct stage_change *m);
