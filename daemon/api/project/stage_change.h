/* A stage change of a project: as requested, checked (stage_guard.h) and drafted. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <protobuf-c/protobuf-c.h>

#include "proto/model.pb-c.h"

struct request;

struct stage_change {
	Duban__Stage to;
	uint32_t moved_date; /* yyyymmdd, never 0 */
	const char *reason, *approver, *document;
	const char *exemption; /* the legal ground on which 在建 needs no 施工许可 */
	const ProtobufCBinaryData *evidence; /* digests */
	size_t n_evidence;
	bool correction;
	bool has_percent;
	uint32_t percent; /* 形象进度 */
	bool reviewed;	  /* requested by a report: the report is the evidence, and its confirmation
			     the approval */
	uint32_t report;  /* that report's number */
};

/* The stage change that a report of form STAGE asks for. Points into the report. */
void stage_change_of_report(const Duban__Report *r, struct stage_change *ret);
/* Drafts the StageMoved event of a change that stage_change_check allowed. */
int stage_change_draft(struct request *rq, const Duban__Project *p, const struct stage_change *m);
