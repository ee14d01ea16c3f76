/* A buffer of TEXT_ROOM bytes holds any single value as text: a date, an instant or an amount. */
#pragma once

#define TEXT_ROOM 48
