/* The shipped calendar for tests, read from its file. It has the notices of 2007 to 2026. */
#pragma once

#include "model/calendar/calendar.h"

/* A sealed calendar; NULL if the file cannot be read. */
struct calendar *tcalendar_read(const char *path);
#define tcalendar_shipped() tcalendar_read(SOURCE_DIR "/daemon/data/calendar-cn.csv")
