/** The words of what is shown over a page, in the language of the author's terminal. */

const WORDS = {
  zh: {
    errors: (n: number) => `${n} 个错误，页面停在上一次的样子`,
    unbuilt: (n: number) => `${n} 个错误，站点还没有生成`,
    more: (n: number) => `另有 ${n} 个错误，见终端`,
    warnings: (n: number) => `本页有 ${n} 个警告`,
    hint: '提示：',
    close: '关闭',
  },
  en: {
    errors: (n: number) => `${n} ${n === 1 ? 'error' : 'errors'}; the page is as it was before`,
    unbuilt: (n: number) => `${n} ${n === 1 ? 'error' : 'errors'}; the site could not be built yet`,
    more: (n: number) => `${n} more ${n === 1 ? 'error' : 'errors'}: see the terminal`,
    warnings: (n: number) => `${n} ${n === 1 ? 'warning' : 'warnings'} on this page`,
    hint: 'hint: ',
    close: 'Close',
  },
};

export type Words = (typeof WORDS)['en'];

export function words(lang: 'zh' | 'en'): Words {
  return WORDS[lang];
}
