# Completion for kiosk-pack in bash; installed as /usr/share/bash-completion/completions/kiosk-pack.
_kiosk_pack() {
  local current=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]}
  local commands="new import-table adopt preview check build build-folder keygen key show verify install rollback list clean history enrol revoke fleet"
  if [ "$COMP_CWORD" -eq 1 ]; then
    mapfile -t COMPREPLY < <(compgen -W "$commands --help --version" -- "$current")
    return
  fi
  local options="--json --help"
  case "$command" in
    import-table) options+=" --home --force" ;;
    adopt) options+=" --credit" ;;
    check) options+=" --no-cache" ;;
    build) options+=" --out --key --no-cache" ;;
    build-folder) options+=" --out --no-cache" ;;
    keygen | key | verify) options+=" --key" ;;
    install) options+=" --state --trust --allow-older --strict --no-cache" ;;
    rollback | list | clean | history) options+=" --state" ;;
    enrol) options+=" --state --label" ;;
    revoke) options+=" --key --out --state" ;;
  esac
  if [[ $current == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
    return
  fi
  case "$command" in
    show | verify) mapfile -t COMPREPLY < <(compgen -f -X '!*.kpack' -- "$current"; compgen -d -- "$current") ;;
    *) mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
  esac
}
complete -o filenames -F _kiosk_pack kiosk-pack
