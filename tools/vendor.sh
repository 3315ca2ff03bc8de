#!/usr/bin/env bash
# Fetch what the office serves from npm, at these versions, and put it with its licences under static/vendor/ (axe-core: beside
# the browser tests). Writes tools/vendor.lock.json, which tests/office_pages checks. Needs npm and its registry as configured.
# usage: tools/vendor.sh [BIN]   (the folder with python; default .venv/bin)
set -euo pipefail
cd "$(dirname "$0")/.."
bin=${1:-.venv/bin}
packages=(
    govuk-frontend@6.6.0
    @ministryofjustice/frontend@11.1.0
    @fontsource-variable/public-sans@5.3.0
    htmx.org@2.0.11
    echarts@6.1.0
    axe-core@4.14.1
)
builders=(sass@1.108.2 esbuild@0.28.2)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo '{"private": true}' >"$work/package.json"
npm install --prefix "$work" --ignore-scripts --no-audit --no-fund --silent --save-exact "${packages[@]}" "${builders[@]}"
from=$work/node_modules
to=src/cakupan/office/pages/static/vendor
tests=tests/office_browser/vendor
rm -rf "$to" "$tests"
mkdir -p "$to"/{govuk,font,htmx,echarts} "$tests"

"$from/.bin/sass" --load-path="$from" --load-path="$work" --style=compressed --no-source-map --quiet-deps tools/vendor/theme.scss "$to/govuk/govuk.css"
cp tools/vendor/licences/govuk-frontend.txt "$to/govuk/LICENSE-govuk-frontend.txt"
cp tools/vendor/licences/moj-frontend.txt "$to/govuk/LICENSE-moj-frontend.txt"

cp "$from/@fontsource-variable/public-sans/files/public-sans-latin-wght-normal.woff2" "$to/font/public-sans.woff2"
cp "$from/@fontsource-variable/public-sans/LICENSE" "$to/font/LICENSE.txt"

cp "$from/htmx.org/dist/htmx.min.js" "$to/htmx/htmx.min.js"
cp "$from/htmx.org/LICENSE" "$to/htmx/LICENSE.txt"

cp tools/vendor/charts.js "$work/charts.js"
"$from/.bin/esbuild" "$work/charts.js" --bundle --minify --format=iife --target=es2020 --legal-comments=none \
    --define:process.env.NODE_ENV='"production"' --log-level=warning --outfile="$to/echarts/charts.js"
cp "$from/echarts/LICENSE" "$to/echarts/LICENSE.txt"
cp "$from/echarts/NOTICE" "$to/echarts/NOTICE.txt"
cp "$from/zrender/LICENSE" "$to/echarts/LICENSE-zrender.txt"
cp "$from/tslib/LICENSE.txt" "$to/echarts/LICENSE-tslib.txt"

cp "$from/axe-core/axe.min.js" "$tests/axe.min.js"
cp "$from/axe-core/LICENSE" "$tests/LICENSE.txt"

"$bin/python" -m tools.vendored "$work/package-lock.json"
