/* The states of an application (申报) to a list that a higher authority keeps (省大中型, 省重点):
 *
 *   (none) --propose--> PROPOSED 拟报 --submit--> SUBMITTED 上报 --select--> SELECTED 入选
 *                          ^                        |                         |
 *                          |                      reject                      |
 *                          |                        v                         |
 *                          |--------propose--- REJECTED 未入选                 |
 *                          \--------propose (after 调出)-----------------------/
 *
 * The command that selects (入选) also makes the project a member of the list. A member cannot
 * apply again. */
#pragma once

#include <stdbool.h>

#include "proto/model.pb-c.h"

/* May state `to` follow `from`? */
bool application_may(Duban__ApplicationState from, Duban__ApplicationState to);
/* Is a document number (文号) required? 上报 and 入选 are done by an official paper. */
bool application_needs_document(Duban__ApplicationState to);
