#!/bin/bash
# forbidden.sh [ROOT]: finds calls and words that are not allowed, or not allowed in their folder.
. "$(dirname "$0")/files.sh"

# files to search ~ files where it is allowed ~ pattern (extended regex, on code without
# comments and strings) ~ reason
rows=(
	'.~^$~//~use block comments'
	'.~^tests/bench/~\b(sleep|usleep|nanosleep|clock_nanosleep|thrd_sleep|zmq_sleep)[[:space:]]*\(~do not sleep: wait for the event itself'
	'^(daemon|proto)/~^daemon/(bus/|daemon\.c|base/clock\.[ch])~\b(clock_now|clock_monotonic|clock_boottime|clock_gettime|gettimeofday|time|timespec_get|sd_event_now|timerfd_create)[[:space:]]*\(~only bus/, daemon.c and client/ may read the clock: take `now` as a parameter'
	'^(daemon|proto|client)/~^client/cli/print/out_xlsx\.c$~\b(float|double|strtod|strtof|atof|lround|llround|floor|ceil)\b~no floating point: amounts of money are exact'
	'.~^$~\b(strcpy|strcat|sprintf|vsprintf|gets|strtok|atoi|atol|atoll|alloca|tmpnam|mktemp)[[:space:]]*\(~call without bounds or error checks'
	'^(daemon|proto|client)/~^$~\b(rand|srand|random|srandom|drand48|rand_r)[[:space:]]*\(~not random enough for ids or keys: use getrandom, in bus/ or above'
	'^(daemon|proto)/~^daemon/[^/]*$~\b(setlocale|strftime|strptime|mktime|localtime|localtime_r|tzset)[[:space:]]*\(~the result would depend on the locale or time zone of the machine'
	'^(daemon|proto|client|text)/~^text/rate\.c$~(\*[[:space:]]*[12]000?\b[^;]*/[[:space:]]*[a-z(]|\b(permille|per_mille)\b)~a percentage: rate_text() of text/rate.h computes and rounds them all'
	'^(daemon|proto|client)/~^$~\b(system|popen)[[:space:]]*\(~do not run a shell'
)

code=$(c_code)
for row in "${rows[@]}"; do
	IFS='~' read -r where but pattern why <<<"$row"
	while IFS=: read -r path line text; do
		[[ $path =~ $where ]] || continue
		[[ $path =~ $but ]] && continue
		problem "$path:$line: ${text#"${text%%[![:space:]]*}"} -- $why"
	done < <(grep -E "^[^:]+:[0-9]+:.*$pattern" <<<"$code" | grep -Ev '^[^:]+:[0-9]+:[[:space:]]*#[[:space:]]*include')
done

# TODO, FIXME and XXX in comments need the number of an issue.
while IFS=: read -r path line text; do
	problem "$path:$line: ${text#"${text%%[![:space:]]*}"} -- name the issue (#12)"
done < <(c_files | xargs -r -d '\n' grep -nE '\b(TODO|FIXME|XXX)\b' /dev/null | grep -vE '(TODO|FIXME|XXX)[^#]*#[0-9]+')

# Test scripts must not sleep either.
while IFS=: read -r path line text; do
	problem "$path:$line: ${text#"${text%%[![:space:]]*}"} -- do not sleep: wait for the event itself"
done < <(find tests \( -path tests/lint -o -path tests/bench \) -prune -o -type f \( -name '*.py' -o -name '*.sh' \) \
	-print 2>/dev/null | sort | xargs -r -d '\n' grep -nE '^[^#]*(\btime\.sleep *\(|(^|[;&|]|\bdo) *sleep +[0-9.$])' /dev/null)
finish forbidden.sh
