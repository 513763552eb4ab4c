import { ArmError } from '../errors.ts';

/** What a condition is asked about: an action, and the role assignment that is written or there. */
export interface Asked {
  readonly action: string;
  /** By the name of the attribute in lower case: `roledefinitionid`, `principalid`, `principaltype`. */
  readonly request: Readonly<Record<string, string>>;
  readonly resource: Readonly<Record<string, string>>;
}

type Test = (asked: Asked) => boolean;

/** One word of a condition: a bracket, an operator, an attribute, a set, a text. */
const words =
  /\s*(\(|\)|!|\bAND\b|\bOR\b|&&|\|\||ActionMatches\{[^}]*\}|@(?:Request|Resource)\[[^\]]*\]|(?:ForAnyOf(?:Any|All)Values:)?(?:Guid|String)\w+|\{[^}]*\}|'[^']*'|[0-9a-f-]{36})/iy;

/**
 * Reads a condition on role assignments, version 2.0: what it tests, joined by AND, OR and brackets. Sources:
 * https://learn.microsoft.com/azure/role-based-access-control/conditions-format and
 * https://learn.microsoft.com/azure/role-based-access-control/conditions-authorization-actions-attributes. Throws 501 for
 * what is not modelled.
 */
export function parseCondition(text: string): Test {
  const reading = new Reading(text);
  const test = reading.either();
  reading.end();
  return test;
}

class Reading {
  readonly #text: string;
  readonly #words: string[] = [];

  constructor(text: string) {
    this.#text = text;
    words.lastIndex = 0;
    const trimmed = text.trimEnd();
    for (let at = 0; at < trimmed.length; at = words.lastIndex) {
      words.lastIndex = at;
      const word = words.exec(trimmed)?.[1];
      if (word === undefined) throw notModelled(text);
      this.#words.push(word);
    }
  }

  either(): Test {
    const first = this.#both();
    if (!this.#takes(/^(OR|\|\|)$/i)) return first;
    const rest = this.either();
    return (asked) => first(asked) || rest(asked);
  }

  end(): void {
    if (this.#words.length > 0) throw notModelled(this.#text);
  }

  #both(): Test {
    const first = this.#one();
    if (!this.#takes(/^(AND|&&)$/i)) return first;
    const rest = this.#both();
    return (asked) => first(asked) && rest(asked);
  }

  #one(): Test {
    if (this.#takes(/^!$/)) {
      const inner = this.#one();
      return (asked) => !inner(asked);
    }
    if (this.#takes(/^\($/)) {
      const inner = this.either();
      if (!this.#takes(/^\)$/)) throw notModelled(this.#text);
      return inner;
    }
    const word = this.#words.shift() ?? '';
    const action = /^ActionMatches\{'([^']*)'\}$/i.exec(word)?.[1]?.toLowerCase();
    if (action !== undefined) return (asked) => asked.action.toLowerCase() === action;
    return this.#comparison(word);
  }

  #comparison(word: string): Test {
    const [, source = '', name = ''] =
      /^@(Request|Resource)\[Microsoft\.Authorization\/roleAssignments:(RoleDefinitionId|PrincipalId|PrincipalType)\]$/i.exec(
        word,
      ) ?? [];
    const operator = this.#words.shift() ?? '';
    const values = valuesOf(this.#words.shift() ?? '');
    const [, negated] = /^(?:ForAnyOf(?:Any|All)Values:)?(?:Guid|String)(Not)?Equals(?:IgnoreCase)?$/i.exec(
      operator,
    ) ?? ['', undefined];
    if (name === '' || values.length === 0 || !/Equals/i.test(operator)) throw notModelled(this.#text);
    return ({ request, resource }) => {
      const held = (source.toLowerCase() === 'request' ? request : resource)[name.toLowerCase()];
      const found = held !== undefined && values.includes(held.toLowerCase());
      return negated === undefined ? found : !found;
    };
  }

  #takes(word: RegExp): boolean {
    if (!word.test(this.#words[0] ?? '')) return false;
    this.#words.shift();
    return true;
  }
}

function valuesOf(word: string): string[] {
  return word
    .replaceAll(/[{}']/g, '')
    .split(',')
    .map((value) => value.trim().toLowerCase())
    .filter((value) => value !== '');
}

function notModelled(text: string): ArmError {
  return new ArmError(501, 'SandboxNotModelled', `The sandbox does not model the condition ${text}.`);
}
