/* Cells that hold a number, a date, an amount of money, a unit or a person. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/model.pb-c.h"
#include "text/money.h"

struct cell;

bool cell_number(const struct cell *c, uint32_t min, uint32_t max, uint32_t *io);
bool cell_date(const struct cell *c, uint32_t *io_ymd);
bool cell_month(const struct cell *c, uint32_t *io_yyyymm);
/* A month, or a year alone: then *io_yyyymm is its December and *io_open is set. */
bool cell_month_or_year(const struct cell *c, uint32_t *io_yyyymm, protobuf_c_boolean *io_open);
bool cell_year(const struct cell *c, uint32_t *io);
bool cell_money(const struct cell *c, Duban__Money **io);
/* Refuses the cell for what money_parse found. */
bool cell_refuse_money(const struct cell *c, enum money_fault fault);
bool cell_unit(const struct cell *c, uint32_t *io);
bool cell_who(const struct cell *c, Duban__Who **io);
