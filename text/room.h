/* Room for any one value as text: a date, an instant, an amount. */
#pragma once

#define TEXT_ROOM 48
