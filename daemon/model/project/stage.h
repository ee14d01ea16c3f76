/* A project's stages (阶段), R2:
 *
 *   谋划储备 RESERVE --prepare--> 前期 PRELIMINARY --schedule--> 计划新开工 PLANNED_START
 *       \                          |   ^                            /    |
 *        \------ withdraw --------\|   | correct (更正)            /     | start
 *                                  v   |                          /      v
 *                   退出 WITHDRAWN <---+----- withdraw ----------/   在建 BUILDING
 *                                      |                             |  ^      |
 *                     from every stage but ARCHIVED (and        stop |  |resume|
 *                     PRELIMINARY itself)                            v  |      |
 *                                                             停工 STOPPED     | complete
 *                                                                              v
 *   归档 ARCHIVED <--archive-- 达效 ON_TARGET <--reach-- 投产 OPERATING     完工 COMPLETED
 *                                                            ^                 | accept
 *                                                            |                 v
 *                                                            +--operate-- 竣工 ACCEPTED
 *
 * ARCHIVED is final; WITHDRAWN can only be left by a correction. What each move requires is in
 * api/project/stage_guard.c. */
#pragma once

#include <stdbool.h>

#include "proto/model.pb-c.h"

enum stage_move {
	STAGE_MOVE_INVALID = 0,
	STAGE_MOVE_PREPARE,
	STAGE_MOVE_SCHEDULE,
	STAGE_MOVE_START,
	STAGE_MOVE_STOP,
	STAGE_MOVE_RESUME,
	STAGE_MOVE_COMPLETE,
	STAGE_MOVE_ACCEPT,
	STAGE_MOVE_OPERATE,
	STAGE_MOVE_REACH,
	STAGE_MOVE_ARCHIVE,
	STAGE_MOVE_WITHDRAW,
	STAGE_MOVE_CORRECT,
	STAGE_MOVE_MAX_,
};

/* STAGE_INVALID if the move is not allowed. */
int stage_next(int stage, enum stage_move move);
/* The move that leads from one stage to the other; STAGE_MOVE_INVALID: there is none. With
 * `correction` only a correction is considered, without it never. */
enum stage_move stage_move_between(int from, int to, bool correction);
const char *stage_move_name(enum stage_move move); /* "start" */
