/* Messages to groups and persons by the web services of 企业微信, 政务微信, 钉钉 and 飞书, and to a
 * receiver of the office's own. How these differ is a table: kinds.c. */
#pragma once

#include "client/notify/transport/transport.h"

extern const struct transport transport_webhook;
