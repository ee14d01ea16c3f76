/* The words of forms and tiers of duties, in the files of cadences, duties and meetings. */
#pragma once

#include "proto/record/record.h"

extern const struct record_word duty_form_words[], duty_tier_words[];
