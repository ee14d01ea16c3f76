/* The text of every Monday morning (每周一短信, R7): to the leaders of the city how its projects
 * stand, to the heads of a county how its own do, to a 挂点 leader his own projects with their red
 * lamps. */
#pragma once

#include <stdint.h>

#include "proto/model.pb-c.h"
#include "rules/notice/office_hours.h"
#include "rules/subject.h"

/* Makes them if it is time; *ret is then the day. Asks to be called at the next time. */
int weekly_follow(struct subject_scan *s, const struct notice_rules *rules,
		  const Duban__NoticeDesk *desk, uint32_t *ret);
