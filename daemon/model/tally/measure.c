#include "model/tally/measure.h"

static const struct tally_measure_row rows[] = {
#define MEASURE(name_, part_, standing_) {#name_, part_, standing_},
    TALLY_MEASURES
#undef MEASURE
};

const struct tally_measure_row *tally_measure(unsigned m)
{
	static const struct tally_measure_row unknown = {"?", TALLY_BASE, false};

	return m < sizeof rows / sizeof *rows ? &rows[m] : &unknown;
}
