#include "client/notify/transport/webhook/kinds.h"

#include <stddef.h>
#include <string.h>

static const struct webhook_code wecom[] = {
    {0, OUTCOME_TAKEN, "taken"},
    {-1, OUTCOME_BUSY, "the service is busy"},
    {45009, OUTCOME_BUSY, "too many messages in a minute"},
    {45033, OUTCOME_BUSY, "too many messages at once"},
    {40014, OUTCOME_TOKEN, "the access token is not valid"},
    {42001, OUTCOME_TOKEN, "the access token is over"},
    {41001, OUTCOME_TOKEN, "there is no access token"},
    {40001, OUTCOME_SETUP, "the secret is wrong"},
    {40013, OUTCOME_SETUP, "corp is no 企业ID"},
    {40056, OUTCOME_SETUP, "agent is none of this corp"},
    {60020, OUTCOME_SETUP,
     "this machine's address is not among the trusted ones of the application"},
    {301002, OUTCOME_SETUP, "the secret is not that of this agent"},
    {93000, OUTCOME_SETUP, "key is none of a robot that is still there"},
    {40003, OUTCOME_REFUSED, "no such user"},
    {60111, OUTCOME_REFUSED, "no such user"},
    {81013, OUTCOME_REFUSED, "no such user, or the application is not open to him"},
    {40008, OUTCOME_REFUSED, "this kind of message is not taken"},
    {40058, OUTCOME_REFUSED, "the message has a fault"},
    {44004, OUTCOME_REFUSED, "the text is empty"},
    {45002, OUTCOME_REFUSED, "the text is too long"},
    {},
};

static const struct webhook_code dingtalk[] = {
    {0, OUTCOME_TAKEN, "taken"},
    {-1, OUTCOME_BUSY, "the service is busy"},
    {130101, OUTCOME_BUSY, "too many messages in a minute"},
    {410100, OUTCOME_BUSY, "too many messages in a minute"},
    {300001, OUTCOME_SETUP, "key is none of a robot that is still there"},
    {310000, OUTCOME_SETUP,
     "the secret is wrong, the clock is off by an hour, this machine's address is not allowed, or "
     "the robot wants a keyword that the text has not"},
    {400013, OUTCOME_SETUP, "the group is no more"},
    {400101, OUTCOME_SETUP, "key is none of a robot"},
    {400102, OUTCOME_SETUP, "the robot is switched off"},
    {40035, OUTCOME_REFUSED, "the message has a fault"},
    {400105, OUTCOME_REFUSED, "this kind of message is not taken"},
    {430101, OUTCOME_REFUSED, "the text is not let through"},
    {430102, OUTCOME_REFUSED, "the text is not let through"},
    {430103, OUTCOME_REFUSED, "the text is not let through"},
    {430104, OUTCOME_REFUSED, "the text is not let through"},
    {},
};

static const struct webhook_code feishu[] = {
    {0, OUTCOME_TAKEN, "taken"},
    {9499, OUTCOME_BUSY, "too many messages"},
    {11232, OUTCOME_BUSY, "too many messages"},
    {11233, OUTCOME_BUSY, "too many messages"},
    {19001, OUTCOME_SETUP, "key is none of a robot that is still there"},
    {19021, OUTCOME_SETUP, "the secret is wrong, or the clock is off by an hour"},
    {19022, OUTCOME_SETUP, "this machine's address is not allowed"},
    {19024, OUTCOME_SETUP, "the robot wants a keyword that the text has not"},
    {10003, OUTCOME_REFUSED, "the message has a fault"},
    {19002, OUTCOME_REFUSED, "the message has a fault"},
    {},
};

static const struct webhook_kind kinds[] = {
    {.name = "wecom-robot",
     .url = "https://qyapi.weixin.qq.com",
     .path = "/cgi-bin/webhook/send?key=$k",
     .needs = NEEDS_KEY,
     .text = "{\"msgtype\": \"text\", \"text\": {\"content\": $t$m}}",
     .markdown = "{\"msgtype\": \"markdown\", \"markdown\": {\"content\": $t}}",
     .mention = ", \"mentioned_mobile_list\": [$p]",
     .text_bytes = 2048,
     .markdown_bytes = 4096,
     .minute = 20,
     .code = "errcode",
     .words = "errmsg",
     .codes = wecom},
    {.name = "wecom-app",
     .url = "https://qyapi.weixin.qq.com",
     .path = "/cgi-bin/message/send?access_token=$c",
     .needs = NEEDS_SECRET | NEEDS_APP,
     .personal = true,
     .text =
	 "{\"touser\": $u, \"msgtype\": \"text\", \"agentid\": $a, \"text\": {\"content\": $t}, "
	 "\"enable_duplicate_check\": 1}",
     .markdown = "{\"touser\": $u, \"msgtype\": \"markdown\", \"agentid\": $a, \"markdown\": "
		 "{\"content\": $t}, \"enable_duplicate_check\": 1}",
     .text_bytes = 2048,
     .markdown_bytes = 2048,
     .code = "errcode",
     .words = "errmsg",
     .codes = wecom},
    {.name = "dingtalk-robot",
     .url = "https://oapi.dingtalk.com",
     .path = "/robot/send?access_token=$k",
     .needs = NEEDS_KEY,
     .sign = SIGN_QUERY,
     .text = "{\"msgtype\": \"text\", \"text\": {\"content\": $t}$m}",
     .markdown = "{\"msgtype\": \"markdown\", \"markdown\": {\"title\": $h, \"text\": $t}$m}",
     .mention = ", \"at\": {\"atMobiles\": [$p], \"isAtAll\": false}",
     .text_bytes = 20000,
     .markdown_bytes = 20000,
     .minute = 20,
     .code = "errcode",
     .words = "errmsg",
     .codes = dingtalk},
    {.name = "feishu-robot",
     .url = "https://open.feishu.cn",
     .path = "/open-apis/bot/v2/hook/$k",
     .needs = NEEDS_KEY,
     .sign = SIGN_BODY,
     .text = "{$g\"msg_type\": \"text\", \"content\": {\"text\": $t}}",
     .text_bytes = 20000,
     .minute = 100,
     .code = "code",
     .former = "StatusCode",
     .words = "msg",
     .codes = feishu},
    {.name = "json",
     .path = "",
     .needs = NEEDS_URL | NEEDS_SECRET,
     .personal = true,
     .sign = SIGN_HEADER},
};

const struct webhook_kind *webhook_kind_at(unsigned i)
{
	return i < sizeof kinds / sizeof *kinds ? &kinds[i] : NULL;
}

const struct webhook_kind *webhook_kind(const char *name)
{
	const struct webhook_kind *k;

	for (unsigned i = 0; (k = webhook_kind_at(i)); i++)
		if (strcmp(k->name, name) == 0)
			return k;
	return NULL;
}

const struct webhook_code *webhook_code(const struct webhook_kind *kind, int64_t code)
{
	for (const struct webhook_code *c = kind->codes; c && c->words; c++)
		if (c->code == code)
			return c;
	return NULL;
}
