import { bare, isBalanced, named, namesIn, splitOutside } from './kusto-text.ts';
import { columnsOf } from './tables.ts';

/** Words of the language that are no columns: operators between values, and what stands beside them. */
const words = new Set(
  (
    'and or not in between by asc desc nulls first last true false null has has_cs has_any has_all hasprefix ' +
    'hassuffix contains contains_cs startswith startswith_cs endswith endswith_cs matches regex of on kind with to ' +
    'typeof string int long real double bool datetime timespan dynamic guid decimal inner leftouter leftanti ' +
    'innerunique step from default'
  ).split(' '),
);

const functions = new Set(
  (
    'ago now count countif sum sumif avg avgif min max dcount dcountif percentile percentiles bin tostring toint ' +
    'tolong todouble toreal tobool todatetime totimespan parse_json todynamic extract split strcat tolower toupper ' +
    'isempty isnotempty isnull isnotnull iff iif case coalesce ipv4_is_match ipv4_is_in_range ipv4_is_in_any_range ' +
    'ipv4_is_private geo_info_from_ip_address startofday endofday startofmonth datetime_diff datetime_add make_set ' +
    'make_list arg_max arg_min any take_any column_ifexists replace_string replace_regex substring indexof ' +
    'array_length round floor ceiling abs dynamic datetime timespan strlen trim format_datetime set_has_element ' +
    'bag_pack pack not in has_any has_all between materialize datatable stdev series_decompose_anomalies'
  ).split(' '),
);

type Columns = ReadonlySet<string> | 'any';

/**
 * What is wrong with a query of a log alert: a table or column that does not exist, a function or operator that is
 * unknown here. Undefined: nothing. The query is read, not run.
 */
export function queryProblem(query: string): string | undefined {
  try {
    checkQuery(query);
    return undefined;
  } catch (error) {
    if (error instanceof QueryProblem) return error.message;
    throw error;
  }
}

class QueryProblem extends Error {}

function checkQuery(query: string): void {
  const text = bare(query);
  if (!isBalanced(text)) throw new QueryProblem('Syntax error: a bracket is not closed.');
  const statements = splitOutside(text, ';').filter((statement) => statement !== '');
  const lets = new Map<string, Columns>();
  if (statements.length === 0) throw new QueryProblem('Syntax error: the query is empty.');
  for (const [index, statement] of statements.entries()) {
    const assigned = /^let\s+(\w+)\s*=\s*([\s\S]*)$/.exec(statement);
    if (assigned === null) {
      if (index < statements.length - 1)
        throw new QueryProblem('Syntax error: only let statements come before the query.');
      checkPipeline(statement, lets);
    } else lets.set(assigned[1] ?? '', letColumns(assigned[2] ?? '', lets));
  }
}

/** Columns of what a let statement names: those of a table, or any for a plain value. */
function letColumns(expression: string, lets: ReadonlyMap<string, Columns>): Columns {
  const first = /^\w+/.exec(expression)?.[0] ?? '';
  if (columnsOf(first) !== undefined) return checkPipeline(expression, lets);
  checkNames(expression, new Set(), lets);
  return 'any';
}

function checkPipeline(text: string, lets: ReadonlyMap<string, Columns>): Columns {
  const [source = '', ...operators] = splitOutside(text, '|');
  let columns = sourceOf(source, lets);
  for (const operator of operators) columns = after(operator, columns, lets);
  return columns;
}

function sourceOf(source: string, lets: ReadonlyMap<string, Columns>): Columns {
  // A table of Azure Resource Graph, whose columns are not modelled.
  if (/^arg\(""\)\.\w+$/.test(source)) return 'any';
  const union = /^union\s+(?:(?:kind|isfuzzy|withsource)\s*=\s*\w+\s+)*([\s\S]+)$/.exec(source)?.[1];
  if (union !== undefined) {
    const all = splitOutside(union, ',').map((table) => sourceOf(table, lets));
    return all.includes('any')
      ? 'any'
      : new Set(all.flatMap((columns) => [...(columns as ReadonlySet<string>)]));
  }
  const columns = columnsOf(source);
  if (columns) return new Set(columns);
  const known = lets.get(source);
  if (known) return known;
  throw new QueryProblem(`'${source}': failed to resolve table or column expression named '${source}'`);
}

/** Columns behind an operator, after its own names were looked at. */
function after(text: string, columns: Columns, lets: ReadonlyMap<string, Columns>): Columns {
  const [, operator = '', rest = ''] = /^([a-z-]+)\s*([\s\S]*)$/.exec(text) ?? [];
  switch (operator) {
    case 'where':
    case 'filter':
    case 'order':
    case 'sort':
    case 'top':
    case 'take':
    case 'limit':
    case 'distinct':
    case 'project-away':
      checkNames(rest, columns, lets);
      return columns;
    case 'count':
      return new Set(['Count']);
    case 'extend':
      return withNew(columns, namesOf(rest, columns, lets));
    case 'project':
      return new Set(namesOf(rest, columns, lets));
    case 'summarize': {
      const [values = '', by = ''] = rest.split(/\bby\b/);
      return new Set([...namesOf(values, columns, lets), ...namesOf(by, columns, lets)]);
    }
    case 'mv-expand':
    case 'join':
    case 'lookup':
    case 'parse':
      // What they bring along is not modelled: from here any column may be there.
      return 'any';
    default:
      throw new QueryProblem(`the sandbox does not know the operator '${operator}'`);
  }
}

function withNew(columns: Columns, names: readonly string[]): Columns {
  return columns === 'any' ? 'any' : new Set([...columns, ...names]);
}

/** The names that a list of expressions gives its columns. */
function namesOf(list: string, columns: Columns, lets: ReadonlyMap<string, Columns>): string[] {
  return splitOutside(list, ',')
    .filter((part) => part !== '')
    .map((part) => {
      const { name, expression } = named(part);
      checkNames(expression, columns, lets);
      return name ?? namedByItself(expression);
    });
}

/** `count()` becomes `count_`, `sum(X)` becomes `sum_X`, `bin(X, 5m)` stays `X`. */
function namedByItself(expression: string): string {
  const call = /^(\w+)\s*\(\s*(\w*)/.exec(expression);
  if (call === null) return expression.trim();
  const [, operation = '', column = ''] = call;
  return /^(bin|startofday|tostring|toint|tolower|toupper)$/.test(operation)
    ? column
    : `${operation}_${column}`;
}

function checkNames(expression: string, columns: Columns, lets: ReadonlyMap<string, Columns>): void {
  const found = namesIn(expression);
  for (const name of found.functions) {
    if (!functions.has(name) && !lets.has(name) && !words.has(name))
      throw new QueryProblem(`Unknown function: '${name}'`);
  }
  if (columns === 'any') return;
  for (const name of found.names) {
    if (columns.has(name) || words.has(name) || lets.has(name)) continue;
    throw new QueryProblem(`'${name}': failed to resolve column or scalar expression named '${name}'`);
  }
}
