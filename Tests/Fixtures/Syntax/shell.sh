#!/bin/bash
set -euo pipefail; echo a#b $# # a comment
NAME="value with $HOME, ${dir:-"$(pwd)/x"}, $(ls | wc -l), \$5 and `date`" export PATH=$PATH:/bin
readonly -a list=('single $no \n' $'tab\t\x41' "$@" $? $1)
greet() {
  local for_x=$((1 << 3 + ${#list[@]})) path/for/x --if=y
  if [[ -f "$1" && $x =~ ^a.*$ ]]; then echo "it's $((x+1))"; elif ((x > 1)); then :; fi
}
cat <<EOF | sed 's/a/b/' <<'RAW'
interpolated $NAME and $(echo "deep $(date)") \$no
  EOF is not the end
EOF
not $interpolated
RAW
	cat <<-END
	indented ${x}
	END
case $1 in start) run;; *) exit 1;; esac
while read -r line; do echo "$line
second line"; done <<< "$text" 2>&1
function long-name { arr[1]=x; x+=1; echo \" done\; }
