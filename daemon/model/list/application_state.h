/* An application (申报) to a list that is kept elsewhere (省大中型, 省重点):
 *
 *   (none) --propose--> PROPOSED 拟报 --submit--> SUBMITTED 上报 --select--> SELECTED 入选
 *                          ^                        |                         |
 *                          |                      reject                      |
 *                          |                        v                         |
 *                          |--------propose--- REJECTED 未入选                 |
 *                          \--------propose (after 调出)-----------------------/
 *
 * 入选 makes the project a member in the same command. Who is a member does not apply again. */
#pragma once

#include <stdbool.h>

#include "proto/model.pb-c.h"

/* Is `to` next after `from`? */
bool application_may(Duban__ApplicationState from, Duban__ApplicationState to);
/* 上报 and 入选 go by a paper: its 文号 is required. */
bool application_needs_document(Duban__ApplicationState to);
