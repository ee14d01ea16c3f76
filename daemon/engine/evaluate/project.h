/* Evaluating the project itself. */
#pragma once

struct evaluation;

/* The project itself, once its chains have been looked at. */
int evaluate_itself(struct evaluation *l);
