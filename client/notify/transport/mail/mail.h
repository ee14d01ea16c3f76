/* Mail by SMTP, one mail a notice, to the addresses of a list of the office's own. */
#pragma once

#include "client/notify/transport/transport.h"

extern const struct transport transport_mail;
