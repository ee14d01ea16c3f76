#!/bin/bash
# needs: release
# timeout: 600
# The first command of the README shows what the README says: control totals, lamps raised yellow
# and red, one cleared; and it stops on a signal. With --briefing it prints what the press was told, and
# then 1亿元 more.
place=$(mktemp -d /tmp/duban-quickstart.XXXXXX)
export QUICKSTART_DIR=$place
trap '"$DUBAN_SOURCE/quickstart" stop' EXIT
"$DUBAN_SOURCE/quickstart" >"$place.log" 2>&1
code=$?
failed=0
expect() {
	grep -qE "$1" "$place.log" || { echo "quickstart did not show: $1"; failed=1; }
}
[ $code -eq 0 ] || { echo "quickstart ended with $code"; failed=1; }
expect '579 .*16 .*9 = 586'
expect '10316.7亿元.*1559.8亿元'
expect '472 .*164.* 114'
expect '市重点推进: 100 .*3045.9 / 561.6亿元'
expect 'gateway \| 2020-02-.*yellow 黄灯 +lit'
expect 'gateway \| 2020-02-.*RED 红灯'
expect 'gateway \| 2020-02-.*cleared \(销号\)'
expect '^100[0-9]{8}  【市重点办】.*红灯'
expect '^submissions_total +[1-9]'
expect 'the state matches the journal'
pgrep -f "duban-notify run --config $place/" && { echo "the gateway is still there after the show"; failed=1; }
pid=$(cat "$place/pid")
"$DUBAN_SOURCE/quickstart" stop
[ -d "/proc/$pid" ] && { echo "the daemon is still there after stop"; failed=1; }
[ -e "$place" ] && { echo "the store is still there after stop"; failed=1; }
"$DUBAN_SOURCE/quickstart" --briefing >>"$place.log" 2>&1 || { echo "quickstart --briefing failed"; failed=1; }
expect '累计完成投资1824.9亿元，占年度计划投资117%，较上年提升29.4个百分点.*开工率85.9%'
expect '累计完成投资1825.9亿元，占年度计划投资117.1%'
[ $failed -eq 0 ] || cat "$place.log"
rm -f "$place.log"
exit $failed
