/* The calendar and the rules' parameters, kept resolved until an event changes them. */
#pragma once

#include <stdint.h>

#include "proto/model.pb-c.h"

struct engine;
struct rule_params;

int params_for(struct engine *e, const Duban__Project *p, struct rule_params *ret);
void params_forget(struct engine *e);
int calendar_reload(struct engine *e);
