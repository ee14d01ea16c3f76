/* Derives a published ranking again from the journal alone. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/limits.h"

/* `what` = "BOARD YYYYMM LIST", the board as a number. Folds the events up to the one on which the
 * record rests into a scratch store, computes the lines there and compares them with the record as
 * of the store's last checkpoint. *ret_text is text for people (malloc): the first value that
 * differs, or why it cannot be told. For a process of its own. < 0: an error. */
int ranking_prove(const char *dir, const char *what, bool *ret_ok, uint64_t *ret_seq,
		  char **ret_text);
