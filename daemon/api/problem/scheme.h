/* The plan of a problem or of a campaign's item (一项目一方案) in files: its columns are scheme,
 * task_book, timetable and roadmap, side by side. */
#pragma once

#include <stdbool.h>

#include "proto/model.pb-c.h"

struct record_row;
struct rows_out;

/* Reads the cells into *io, a copy of it if they say something. False: reported. */
bool scheme_read(struct record_row *r, Duban__Scheme **io);
void scheme_write(struct rows_out *s, const Duban__Scheme *x);
