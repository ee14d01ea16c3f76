/* The shipped calendar for tests, read from its file; 2007-2026 are published. */
#pragma once

#include "model/calendar/calendar.h"

/* Sealed; NULL when the file cannot be read. */
struct calendar *tcalendar_read(const char *path);
#define tcalendar_shipped() tcalendar_read(SOURCE_DIR "/daemon/data/calendar-cn.csv")
