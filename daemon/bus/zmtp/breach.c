#include "bus/zmtp/breach.h"

#include <errno.h>
#include <stddef.h>

#include "proto/array.h"

static const struct breach {
	int error;
	const char *why;
} breaches[] = {
    {-EPROTO, "it does not speak ZMTP 3 with this mechanism, or has another server's key"},
    {-EMSGSIZE, "a message is too long"},
    {-EUSERS, NULL},
    {-EDQUOT, NULL},
    {-EACCES, "the key is unknown, revoked, outside its dates or not allowed at this endpoint"},
};

bool breach_of(int error, const char **ret_why)
{
	for (size_t i = 0; i < COUNT(breaches); i++)
		if (breaches[i].error == error) {
			*ret_why = breaches[i].why;
			return true;
		}
	return false;
}
