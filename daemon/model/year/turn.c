#include "model/year/turn.h"

date_t year_turn(date_t from, date_t to, date_t today)
{
	int year, month, day;
	date_t turn;

	date_split(from, &year, &month, &day);
	turn = date_of(month == 1 && day == 1 ? year : year + 1, 1, 1);
	return turn <= to && turn <= today ? turn : DATE_NONE;
}
